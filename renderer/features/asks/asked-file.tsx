import { type AskView, AttachmentView } from '#contract/ui/views.ts';
import { Attachments } from '../../ui/attachment.tsx';

const fileIn = (input: AskView['input']): AttachmentView | null => AttachmentView.safeParse(input).data ?? null;

/** The file that would be sent, to be looked at before anybody says yes. */
export const AskedFile = ({ input }: { input: AskView['input'] }) => {
  const file = fileIn(input);
  return file && <Attachments files={[file]} />;
};

/** The arguments without those that the file itself shows. */
export const withoutFile = (input: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  fileIn({ ...input })
    ? Object.fromEntries(Object.entries(input).filter(([name]) => !['sha256', 'name', 'mime', 'bytes'].includes(name)))
    : { ...input };
