import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { auditStates } from './administration-audit.ts';

const stage = openStage();

describe('nobody is kept out of the audit log: axe, light and dark, wide and narrow', () => {
  it.each(auditStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
