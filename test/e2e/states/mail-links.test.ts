import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { mailLinkStates } from './mail-links.ts';

const stage = openStage();

describe('nobody is kept out behind the links of mails: axe, light and dark, wide and narrow', () => {
  it.each(mailLinkStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
