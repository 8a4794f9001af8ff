/** For loading this class alone: the whole client takes longer to load than most commands to run. */
export { RoamifyError } from '@roamwatch/client';
