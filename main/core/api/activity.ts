import { exportActivity } from '../services/activity-export.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const activityRoutes = (os: Base, { reader }: ApiDeps) => ({
  list: os.activity.list.handler(({ input }) => reader.activity(input)),
  tools: os.activity.tools.handler(() => reader.usedTools()),
  export: os.activity.export.handler(({ input, signal }) => exportActivity(reader, input, signal ?? new AbortController().signal)),
});
