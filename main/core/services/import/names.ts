/** The wanted name, with a number behind it when it is taken. What it gave before counts as taken. */
export const createNames = (isTaken: (name: string) => boolean) => {
  const given = new Set<string>();
  return (wanted: string): string => {
    let name = wanted;
    for (let n = 2; isTaken(name) || given.has(name.toLowerCase()); n++) name = `${wanted}-${n}`;
    given.add(name.toLowerCase());
    return name;
  };
};
