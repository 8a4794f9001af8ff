/** The check digit that ends an ICCID (ISO/IEC 7812), for the digits before it. */
export function luhnCheckDigit(digits: string): number {
  let sum = 0;
  for (let place = digits.length - 1, double = true; place >= 0; place--, double = !double) {
    const digit = digits.charCodeAt(place) - 48;
    sum += double ? (digit < 5 ? digit * 2 : digit * 2 - 9) : digit;
  }
  return (10 - (sum % 10)) % 10;
}
