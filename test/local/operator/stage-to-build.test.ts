import { StageError } from '../../../infra/config.ts';
import { brandSettings, readStageToBuild } from '../../../local/tools/stage-to-build.ts';
import { exampleOf } from '../../infra/synthesis.ts';

function faultsOf(changed: object): readonly string[] {
  try {
    readStageToBuild({ ...exampleOf('economy'), ...changed });
    return [];
  } catch (error) {
    if (error instanceof StageError) return error.faults;
    throw error;
  }
}

describe('a stage that is about to be built', () => {
  it('is refused with what the site says of its brand, in the words of the stage', () => {
    const brand = { name: 'Example', accentDark: '#ffffff', logo: 'no-such.svg', links: 'Privacy=nowhere' };
    expect(faultsOf({ brand })).toEqual([
      'brand.accentDark needs brand.accent beside it',
      expect.stringMatching(/^brand\.logo .*no-such\.svg cannot be read \(ENOENT\): name an \.svg or \.png file$/),
      expect.stringMatching(/^brand\.links Privacy must lead to an https: or mailto: address/),
    ]);
  });

  it('is refused with those and its other faults at once', () => {
    const faults = faultsOf({ account: 'mine', brand: { name: 'Example', logo: 'no-such.svg' } });
    expect(faults).toEqual([expect.stringMatching(/^account must be/), expect.stringMatching(/^brand\.logo /)]);
  });

  it('is refused once for a colour that is none', () => {
    expect(faultsOf({ brand: { name: 'Example', accent: 'blue' } })).toEqual([
      expect.stringMatching(/^brand\.accent must be a colour/),
    ]);
  });

  it('is taken as it stands where nothing is wrong, and gives the site what was said of the brand alone', () => {
    const { brand } = readStageToBuild(exampleOf('economy'));
    expect(brandSettings({ brand })).toEqual({ GATEHOUSE_BRAND_NAME: 'Example' });
  });
});
