import { measuredInWords, type Reader, sentenceOf, thresholdInWords, type Verdict } from '../src/index.js';
import { NOW } from './esim.js';

/** A verdict beside its words, flat enough to compare with. */
export function inWords(verdict: Verdict, zone = 'UTC') {
  const reader: Reader = { now: NOW, zone };
  if (verdict.kind !== 'measured') return { kind: verdict.kind, reason: sentenceOf(verdict, reader) };
  const { kind, rank, clear, finding } = verdict;
  return {
    kind,
    rank,
    clear,
    severity: finding.reached?.severity ?? null,
    nextAt: finding.nextAt,
    value: measuredInWords(finding, reader),
    threshold: thresholdInWords(finding),
    reason: sentenceOf(finding, reader),
  };
}
