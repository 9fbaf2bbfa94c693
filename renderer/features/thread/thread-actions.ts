import { createContext, useContext } from 'react';

/** What messages ask of the screen around them. */
export interface ThreadActions {
  /** Adds to what is being written. */
  readonly quote: (text: string) => void;
  /** Puts a line where one writes, ready to be sent. */
  readonly compose: (text: string) => void;
  /** Something was sent from within the thread. */
  readonly sent: () => void;
}

const nothing = (): void => undefined;
const ActionsContext = createContext<ThreadActions>({ quote: nothing, compose: nothing, sent: nothing });
export const ThreadActionsProvider = ActionsContext.Provider;
export const useThreadActions = (): ThreadActions => useContext(ActionsContext);
