import { Button, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import type { HostClient } from '#contract/client/connect.ts';
import { uploadPieceBytes } from '#contract/model/files.ts';
import type { ImportResult } from '#contract/ui/domains/settings.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { DataPath } from './data-path.tsx';
import { SettingRow } from './setting-row.tsx';

const staleBy = ['settings'] as const;
const names = new Intl.ListFormat('en', { type: 'conjunction' });

const upload = async (client: HostClient, file: File, sent: (bytes: number) => void, signal: AbortSignal): Promise<string> => {
  const { uploadId } = await client.settings.beginImport({ bytes: file.size });
  for (let offset = 0; offset < file.size; offset += uploadPieceBytes) {
    signal.throwIfAborted();
    const data = new Blob([await file.slice(offset, offset + uploadPieceBytes).arrayBuffer()]);
    sent((await client.settings.importPiece({ uploadId, offset, data })).received);
  }
  return uploadId;
};

const Brought = ({ result }: { result: ImportResult }) => {
  const { workspaces, chats, messages, files, skipped, tasks, keysNeeded, aside } = result;
  return (
    <div className="py-settings__done">
      <p translate="no">{t('settings.importDone', { workspaces: names.format(workspaces), chats, messages, files })}</p>
      {keysNeeded.length > 0 && (
        <p>
          {t('settings.importKeys', { accounts: names.format(keysNeeded) })} <a href="#/accounts">{t('settings.importKeysOpen')}</a>
        </p>
      )}
      {tasks > 0 && (
        <p>
          {t('settings.importTasks', { n: tasks })} <a href="#/activity/tasks">{t('settings.importTasksOpen')}</a>
        </p>
      )}
      {skipped > 0 && <p>{t('settings.importSkipped', { n: skipped })}</p>}
      {aside !== null && (
        <>
          <p>{t('settings.importAside')}</p>
          <DataPath path={aside} />
        </>
      )}
    </div>
  );
};

/** Reads an export back in: uploaded, taken in beside the work, all of it or nothing. */
export const ImportData = () => {
  const { client } = useHost();
  const picker = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const [sent, setSent] = useState<{ done: number; of: number } | null>(null);
  const { value: state } = useFresh(
    useCallback(() => client.settings.importState(), [client]),
    staleBy,
  );
  const take = useAction(
    useCallback(
      async (file: File) => {
        const mine = new AbortController();
        stop.current = mine;
        setSent({ done: 0, of: file.size });
        try {
          const uploadId = await upload(client, file, (done) => setSent({ done, of: file.size }), mine.signal);
          setSent(null);
          await client.settings.runImport({ uploadId });
        } catch (failure) {
          // Its outcome is told by the state.
          if (!mine.signal.aborted) throw failure;
        } finally {
          setSent(null);
        }
      },
      [client],
    ),
  );
  const cancel = (): void => {
    stop.current?.abort();
    void client.settings.cancelImport();
  };
  const isReading = state?.state === 'running';
  const isBusy = isReading || sent !== null;
  const share = sent ? (100 * sent.done) / sent.of : state && state.totalBytes > 0 ? (100 * state.doneBytes) / state.totalBytes : 0;
  const label = t(sent ? 'settings.importSending' : 'settings.importing');
  return (
    <>
      <SettingRow label={t('settings.import')} why={t('settings.importWhy')}>
        <input
          ref={picker}
          type="file"
          accept=".zip,application/zip"
          hidden
          aria-label={t('settings.importButton')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void take.run(file);
          }}
        />
        {isBusy ? (
          <Button variant="default" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        ) : (
          <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => picker.current?.click()}>
            {t('settings.importButton')}
          </Button>
        )}
      </SettingRow>
      <div role="status">
        {isBusy && (
          <div className="py-settings__done">
            <p>{label}</p>
            <Progress value={share} aria-label={label} />
          </div>
        )}
        {!isBusy && state?.state === 'done' && state.result && <Brought result={state.result} />}
        {!isBusy && state?.state === 'cancelled' && <p className="py-dim">{t('settings.importCancelled')}</p>}
      </div>
      {!isBusy && state?.state === 'failed' && state.reason && <Problem what={t('settings.importFailed')} why={reasonText(state.reason)} />}
      {!isBusy && state?.state !== 'failed' && take.error && <Problem what={t('settings.importFailed')} why={take.error} />}
    </>
  );
};
