/** The check digit of an ICCID that lacks it, by Luhn's rule (ISO/IEC 7812, ITU-T E.118). */
export function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, text, index) => {
    const digit = Number(text) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Numbers that may name the same card as an ICCID that is unknown: with its check digit added, corrected or left out. */
export function likelyIccids(iccid: string): readonly string[] {
  const body = iccid.slice(0, -1);
  return [`${iccid}${checkDigit(iccid)}`, `${body}${checkDigit(body)}`, body].filter((one) => one !== iccid);
}
