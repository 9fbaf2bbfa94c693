/** One cell of a CSV file. A spreadsheet runs what begins like a formula; what somebody wrote must not be one. */
export const csvCell = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
