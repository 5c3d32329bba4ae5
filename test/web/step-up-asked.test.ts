import { asked, askForProof, openAsking } from '../../web/lib/step-up/asked.ts';

describe('being asked who one is', () => {
  it('is refused at once where no page can ask', async () => {
    expect(await askForProof()).toBe(false);
    expect(asked.getState().waiting).toBeNull();
  });

  it('is one question for all calls that wait, and a new one for the next', async () => {
    const close = openAsking();
    const calls = [askForProof(), askForProof()];
    asked.getState().waiting?.finish(true);
    expect(await Promise.all(calls)).toEqual([true, true]);
    expect(asked.getState().waiting).toBeNull();
    const later = askForProof();
    asked.getState().waiting?.finish(false);
    expect(await later).toBe(false);
    close();
  });

  it('ends without a proof where the page that asks goes away', async () => {
    const close = openAsking();
    const call = askForProof();
    close();
    expect(await call).toBe(false);
    expect(await askForProof()).toBe(false);
  });
});
