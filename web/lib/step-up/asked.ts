/** That somebody has to show again who they are: asked by a call that was refused, answered by the dialog. */
import { createStore } from 'zustand/vanilla';

export interface Asked {
  /** Null where nobody is asked. */
  waiting: { finish(proven: boolean): void } | null;
  /** Whether there is a page that can ask. */
  canAsk: boolean;
}

export const asked = createStore<Asked>(() => ({ waiting: null, canAsk: false }));

let running: Promise<boolean> | null = null;

/**
 * Asks, once for all calls that wait at the same time. Answers whether the session has been proven anew; false at once
 * where no page can ask.
 */
export function askForProof(): Promise<boolean> {
  if (!asked.getState().canAsk) return Promise.resolve(false);
  running ??= new Promise<boolean>((resolve) => {
    const finish = (proven: boolean) => {
      running = null;
      asked.setState({ waiting: null });
      resolve(proven);
    };
    asked.setState({ waiting: { finish } });
  });
  return running;
}

/** From now on there is a page that asks; to be called when there is none any more. */
export function openAsking(): () => void {
  asked.setState({ canAsk: true });
  return () => {
    asked.setState({ canAsk: false });
    asked.getState().waiting?.finish(false);
  };
}
