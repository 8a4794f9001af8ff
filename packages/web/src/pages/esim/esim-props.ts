import type { EsimDetail } from '../../ports/esim.js';
import type { View } from '../../view.js';

export interface EsimProps {
  readonly view: View;
  readonly esim: EsimDetail;
}
