/** Our sentences start in lower case, so that they can follow other text. This capitalises one. */
export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
