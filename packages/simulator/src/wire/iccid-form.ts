/** Ways in which ICCIDs are written. The filler `F` belongs to the storage format of the card. */
export type IccidForm = 'plain' | 'trailing-f' | 'leading-f' | 'spaces' | 'dashes';

/** Every spelling of ICCIDs that the option `iccidForm` takes. */
export const ICCID_FORMS: readonly IccidForm[] = ['plain', 'trailing-f', 'leading-f', 'spaces', 'dashes'];

export function spell(iccid: string, form: IccidForm): string {
  switch (form) {
    case 'plain':
      return iccid;
    case 'trailing-f':
      return `${iccid}F`;
    case 'leading-f':
      return `f${iccid}`;
    case 'spaces':
      return iccid.replace(/\d{4}(?=\d)/g, '$& ');
    case 'dashes':
      return iccid.replace(/\d{4}(?=\d)/g, '$&-');
  }
}
