/** Sentences of ours start without a capital, so that they can stand after something; this is the same with one. */
export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
