import type { Truth } from '@roamwatch/simulator';

const FIRST = [
  'Anna',
  'Ben',
  'Chloe',
  'Daniel',
  'Elif',
  'Farid',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Kavya',
  'Liam',
];
const LAST = [
  'Abara',
  'Becker',
  'Costa',
  'Dupont',
  'Evans',
  'Fischer',
  'Garcia',
  'Hughes',
  'Ito',
  'Jensen',
  'Kern',
];
const TEAMS = [
  { costCentre: 'sales-emea', glCode: '6420', project: 'field' },
  { costCentre: 'sales-apac', glCode: '6420', project: 'field' },
  { costCentre: 'engineering', glCode: '6430', project: 'rollout' },
  { costCentre: 'events', glCode: '6450', project: 'roadshow' },
] as const;

/** The inventory, as a travel desk would keep it. Every tenth eSIM is missing, as in practice. */
export function inventoryCsv(truth: Truth, seed: number): string {
  const lines = truth.iccids().flatMap((iccid, index) => {
    if (index % 10 === 9) return [];
    const first = FIRST[(index * 7 + seed) % FIRST.length];
    const last = LAST[(index * 5 + seed) % LAST.length];
    const team = TEAMS[index % TEAMS.length] ?? TEAMS[0];
    const email = `${first}.${last}@example.com`.toLowerCase();
    return [`${iccid},${first} ${last},${email},${team.costCentre},${team.glCode},${team.project},`];
  });
  return `iccid,label,email,cost_centre,gl_code,project,valid_from\n${lines.join('\n')}\n`;
}
