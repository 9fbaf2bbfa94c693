import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const sandboxRoutes = (os: Base, { sandboxPanel: panel, mounts }: ApiDeps) => ({
  panel: os.sandbox.panel.handler(({ input }) => panel.panel(input.id)),
  restart: os.sandbox.restart.handler(({ input }) => panel.restart(input.id)),
  stop: os.sandbox.stop.handler(({ input }) => panel.stop(input.id)),
  setNetwork: os.sandbox.setNetwork.handler(({ input }) => panel.setNetwork(input.id, input.mode)),
  allowHost: os.sandbox.allowHost.handler(({ input }) => panel.allowHost(input.id, input.host)),
  forgetHost: os.sandbox.forgetHost.handler(({ input }) => panel.forgetHost(input.id, input.host)),
  connections: os.sandbox.connections.handler(({ input }) => panel.connections(input.id, input.before, input.limit)),
  setMount: os.sandbox.setMount.handler(({ input: { id, ...mount } }) => panel.setMount(id, mount)),
  removeMount: os.sandbox.removeMount.handler(({ input }) => panel.removeMount(input.id, input.name)),
  mountList: os.sandbox.mountList.handler(() => mounts.list()),
  setMountList: os.sandbox.setMountList.handler(({ input }) => {
    mounts.setList(input);
    return input;
  }),
  images: os.sandbox.images.handler(() => panel.images()),
  removeUnusedImages: os.sandbox.removeUnusedImages.handler(() => panel.removeUnusedImages()),
});
