const width = 120;
const height = 24;
const points = 30;

/** The last minute as a line; the highest it can be is `most`, or the highest it was. Its words stand beside it. */
export const Spark = ({ shares, most }: { shares: readonly number[]; most: number }) => {
  const top = Math.max(most, ...shares);
  const stepX = width / (points - 1);
  const at = shares.map((share, i) => {
    const x = width - (shares.length - 1 - i) * stepX;
    return `${x.toFixed(1)},${(height - 1 - (share / top) * (height - 2)).toFixed(1)}`;
  });
  return (
    <svg className="py-sb__spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      <polyline points={at.join(' ')} />
    </svg>
  );
};
