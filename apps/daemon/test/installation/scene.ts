import { ScriptedApi } from '@roamwatch/test-peers';
import { onTestFinished } from 'vitest';
import { Installation, type InstallationOptions } from './installation.js';

/** A scripted provider and an installation that polls it; both end with the test. */
export async function scene(
  options: Omit<InstallationOptions, 'api'> = {},
): Promise<{ readonly api: ScriptedApi; readonly site: Installation }> {
  const api = await ScriptedApi.start();
  onTestFinished(() => api.close());
  return { api, site: await Installation.make({ api, ...options }) };
}
