const cents = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });
const small = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

/** Millionths of a dollar: $1.24, $0.0031. */
export const moneyText = (micros: number): string => {
  const dollars = micros / 1_000_000;
  return dollars >= 0.1 || dollars === 0 ? cents.format(dollars) : small.format(dollars);
};
