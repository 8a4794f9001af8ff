import type { Clock } from '@roamwatch/monitor/ports';

export const systemClock: Clock = () => Math.floor(Date.now() / 1000);
