/** Preloaded into the program: at its end it writes the peak of its memory, in MB, to the file PEAK_MEMORY_TO names. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_TO, String(process.resourceUsage().maxRSS / 1024));
});
