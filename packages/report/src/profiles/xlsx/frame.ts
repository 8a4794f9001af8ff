export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const RELATIONSHIP = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export function sheetPath(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** The parts of a workbook beside its sheets: path and content. */
export function frame(
  sheets: number,
  styles: { readonly xml: string },
): readonly (readonly [string, string])[] {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  return [
    ['[Content_Types].xml', contentTypes(numbers)],
    ['_rels/.rels', relationships([relationship('rId1', 'officeDocument', 'xl/workbook.xml')])],
    ['xl/workbook.xml', workbook(numbers)],
    ['xl/_rels/workbook.xml.rels', workbookRelationships(numbers)],
    ['xl/styles.xml', styles.xml],
  ];
}

function contentTypes(numbers: readonly number[]): string {
  const part = (path: string, type: string) =>
    `<Override PartName="/${path}" ContentType="${TYPE}.${type}+xml"/>`;
  const sheets = numbers.map((number) => part(sheetPath(number), 'worksheet'));
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/styles.xml', 'styles')}${sheets.join('')}</Types>`;
}

function workbook(numbers: readonly number[]): string {
  const sheets = numbers.map(
    (number) => `<sheet name="Sheet${number}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIP}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function workbookRelationships(numbers: readonly number[]): string {
  const sheets = numbers.map((number) =>
    relationship(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`),
  );
  return relationships([...sheets, relationship(`rId${numbers.length + 1}`, 'styles', 'styles.xml')]);
}

function relationships(list: readonly string[]): string {
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONSHIP}/${type}" Target="${target}"/>`;
}
