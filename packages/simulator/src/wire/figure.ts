import { DAY, type DataUnit, UNIT_BYTES } from '@roamwatch/core';
import type { Settings } from '../options.js';

export type FigureForm = Pick<Settings, 'rounding' | 'numberForm' | 'dateForm'>;

/** Bytes as a figure of the unit. A whole figure is cut, never rounded up: 0 can mean "less than one". */
export function dataFigure(bytes: number, unit: DataUnit, form: FigureForm): number {
  const figure = bytes / UNIT_BYTES[unit];
  if (form.rounding === 'exact') return numberIn(form, figure);
  return numberIn(form, unit === 'GB' ? Math.floor(figure * 1000) / 1000 : Math.floor(figure));
}

/** A number in the form of the options. As text it departs from the spec, as providers do; hence the cast. */
export function numberIn({ numberForm }: FigureForm, value: number): number {
  return numberForm === 'number' ? value : (String(value) as unknown as number);
}

const spelled = { compact: new Map<number, string>(), dashed: new Map<number, string>() };

/** A day counted from 1970 as `20250102` or `2025-01-02`. */
export function dateIn({ dateForm }: FigureForm, day: number): string {
  const known = spelled[dateForm].get(day);
  if (known !== undefined) return known;
  const dashed = new Date(day * DAY * 1000).toISOString().slice(0, 10);
  const date = dateForm === 'dashed' ? dashed : dashed.replaceAll('-', '');
  spelled[dateForm].set(day, date);
  return date;
}
