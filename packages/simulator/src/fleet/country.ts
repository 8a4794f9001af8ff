/** A country as the provider names it in `location`. */
export interface Country {
  readonly name: string;
  /** As it appears in a package id. */
  readonly slug: string;
  /** Whole hours from UTC to local time, without summer time. */
  readonly utcOffset: number;
}

function country(name: string, slug: string, utcOffset: number): Country {
  return { name, slug, utcOffset };
}

/** Countries a trip may combine: each list is one region. */
export const REGIONS: readonly [readonly [Country, ...Country[]], ...(readonly [Country, ...Country[]])[]] = [
  [
    country('United Kingdom', 'united-kingdom', 0),
    country('France', 'france', 1),
    country('Germany', 'germany', 1),
    country('Netherlands', 'netherlands', 1),
    country('Switzerland', 'switzerland', 1),
    country('Austria', 'austria', 1),
  ],
  [
    country('Spain', 'spain', 1),
    country('Portugal', 'portugal', 0),
    country('Italy', 'italy', 1),
    country('Greece', 'greece', 2),
    country('Türkiye', 'turkiye', 3),
  ],
  [
    country('Thailand', 'thailand', 7),
    country('Cambodia', 'cambodia', 7),
    country('Vietnam', 'vietnam', 7),
    country('Singapore', 'singapore', 8),
    country('Indonesia', 'indonesia', 7),
  ],
  [country('Japan', 'japan', 9), country('South Korea', 'south-korea', 9), country('Taiwan', 'taiwan', 8)],
  [
    country('United States', 'united-states', -5),
    country('Canada', 'canada', -5),
    country('Mexico', 'mexico', -6),
  ],
  [
    country('Ghana', 'ghana', 0),
    country("Côte d'Ivoire", 'cote-d-ivoire', 0),
    country('Senegal', 'senegal', 0),
  ],
];
