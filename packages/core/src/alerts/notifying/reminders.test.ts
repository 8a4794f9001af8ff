import { expect, test } from 'vitest';
import { NOW } from '../../../test/esim.js';
import { DAY } from '../../time/instant.js';
import { isReminderDue, type Remindable, remindersDue } from './reminders.js';

const alert: Remindable = {
  state: 'open',
  severity: 'critical',
  acknowledgedAt: null,
  notifiedAt: NOW - DAY - 1,
};

test('reminders are for open criticals that are not acknowledged, once notified', () => {
  expect(isReminderDue(alert, DAY, NOW)).toBe(true);
  expect(isReminderDue({ ...alert, notifiedAt: NOW - DAY }, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, notifiedAt: null }, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, severity: 'warning', notifiedAt: 0 }, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, state: 'resolved', notifiedAt: 0 }, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, acknowledgedAt: NOW, notifiedAt: 0 }, DAY, NOW)).toBe(false);
});

test('those due before long are sent with one that is due, and not without it', () => {
  const soon = { ...alert, notifiedAt: NOW - DAY / 2 - 1 };
  const later = { ...alert, notifiedAt: NOW - DAY / 2 };
  expect(remindersDue([soon, alert, later], DAY, NOW)).toEqual([soon, alert]);
  expect(remindersDue([soon, later], DAY, NOW)).toEqual([]);
});
