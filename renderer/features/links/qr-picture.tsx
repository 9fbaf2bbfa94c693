import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { t } from '../../locales/translate.ts';

const quietZone = 3;

/** A QR code as sharp squares on white, in light and dark: a camera needs the contrast. */
export const QrPicture = ({ content }: { content: string }) => {
  const [drawn, setDrawn] = useState<{ readonly size: number; readonly path: string } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const draw = async (): Promise<void> => {
      const { create } = await import('qrcode');
      const { modules } = create(content, { errorCorrectionLevel: 'L' });
      const dark: string[] = [];
      for (let y = 0; y < modules.size; y++)
        for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) dark.push(`M${x + quietZone} ${y + quietZone}h1v1h-1z`);
      if (isCurrent) setDrawn({ size: modules.size + 2 * quietZone, path: dark.join('') });
    };
    void draw();
    return () => {
      isCurrent = false;
    };
  }, [content]);
  if (!drawn) return <Skeleton className="py-qr" radius={12} aria-hidden />;
  return (
    <svg
      className="py-qr"
      viewBox={`0 0 ${drawn.size} ${drawn.size}`}
      role="img"
      aria-label={t('links.qrLabel')}
      shapeRendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={drawn.path} fill="#000" />
    </svg>
  );
};
