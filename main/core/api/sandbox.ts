import { createSandboxJobs } from '../services/sandbox-jobs.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const sandboxRoutes = (os: Base, { sandboxPanel: panel, sandboxes, mounts, space }: ApiDeps) => ({
  panel: os.sandbox.panel.handler(({ input }) => panel.panel(input.id)),
  start: os.sandbox.start.handler(({ input }) => panel.start(input.id)),
  restart: os.sandbox.restart.handler(({ input }) => panel.restart(input.id)),
  stop: os.sandbox.stop.handler(({ input }) => panel.stop(input.id)),
  live: os.sandbox.live.handler(({ input }) => panel.live(input.id)),
  jobs: os.sandbox.jobs.handler(({ input }) => createSandboxJobs(sandboxes).list(input.id)),
  jobLog: os.sandbox.jobLog.handler(({ input: { id, ...read } }) => createSandboxJobs(sandboxes).log(id, read)),
  stopProcess: os.sandbox.stopProcess.handler(({ input }) => createSandboxJobs(sandboxes).stop(input.id, input.process)),
  reset: os.sandbox.reset.handler(({ input }) => panel.reset(input.id)),
  putBack: os.sandbox.putBack.handler(({ input }) => panel.putBack(input.id, input.before)),
  tryMount: os.sandbox.tryMount.handler(({ input: { id, ...mount } }) => panel.tryMount(id, mount)),
  setNetwork: os.sandbox.setNetwork.handler(({ input }) => panel.setNetwork(input.id, input.mode)),
  allowHost: os.sandbox.allowHost.handler(({ input }) => panel.allowHost(input.id, input.host)),
  forgetHost: os.sandbox.forgetHost.handler(({ input }) => panel.forgetHost(input.id, input.host)),
  connections: os.sandbox.connections.handler(({ input }) => panel.connections(input.id, input.before, input.limit)),
  setMount: os.sandbox.setMount.handler(({ input: { id, ...mount } }) => panel.setMount(id, mount)),
  removeMount: os.sandbox.removeMount.handler(({ input }) => panel.removeMount(input.id, input.name)),
  mountList: os.sandbox.mountList.handler(() => mounts.list()),
  setMountList: os.sandbox.setMountList.handler(({ input }) => {
    mounts.setList(input);
    return mounts.list();
  }),
  space: os.sandbox.space.handler(() => space.look()),
  emptyTrash: os.sandbox.emptyTrash.handler(({ input }) => space.emptyTrash(input.id)),
  images: os.sandbox.images.handler(() => panel.images()),
  removeUnusedImages: os.sandbox.removeUnusedImages.handler(() => panel.removeUnusedImages()),
});
