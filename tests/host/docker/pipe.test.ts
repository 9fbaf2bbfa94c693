import { pipeSuite } from '../../../main/toolbox/testing/pipe-suite.ts';
import { inSandbox } from '../../../main/toolbox/testing/placements.ts';
import { plainUser } from '../../../plugins/docker/container.ts';
import { dockerUnderTest, engineLacks, testImage } from '../../docker/engine.ts';

pipeSuite({
  name: 'in a container',
  place: () => inSandbox(dockerUnderTest(), undefined, testImage),
  hasProcesses: true,
  owner: plainUser,
  skip: engineLacks,
});
