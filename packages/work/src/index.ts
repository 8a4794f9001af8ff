export { type BossOptions, openBoss, type Queue, type QueueAddress, type QueueLog } from './boss-queue.js';
