import type { Migration } from './migration.js';

/**
 * An ICCID is stored in its one spelling, its digits alone, beside the spelling that the provider wants in requests.
 * Where another eSIM has the number already, the next list decides whose it is.
 */
export const canonicalIccids: Migration = {
  name: '2026-11-26-canonical-iccids',
  rewritesData: true,
  sql: `
alter table esim add column request_iccid text;

create temporary table spelled as
  select id, trim(replace(replace(iccid, ' ', ''), '-', ''), 'Ff') as digits from esim
  where iccid glob '*[^0-9]*';
delete from spelled where digits glob '*[^0-9]*' or length(digits) not between 16 and 20;

update esim set request_iccid = iccid, iccid = (select digits from spelled where spelled.id = esim.id)
  where id in (select min(id) from spelled group by digits)
    and not exists (
      select 1 from esim as other
      where other.iccid = (select digits from spelled where spelled.id = esim.id)
    );
drop table spelled;
`,
};
