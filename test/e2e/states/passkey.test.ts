import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { passkeyStates } from './passkey.ts';

const stage = openStage();

describe('nobody is kept out by passkeys: axe, light and dark, wide and narrow', () => {
  it.each(passkeyStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
