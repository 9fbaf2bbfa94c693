import { EventEmitter } from 'node:events';

type Answer = (event: unknown, ...args: unknown[]) => unknown;

/** ipcMain: listeners by channel, and one answer per invoked channel. */
class FakeIpcMain extends EventEmitter {
  private readonly answers = new Map<string, Answer>();
  handle(channel: string, answer: Answer): void {
    if (this.answers.has(channel)) throw new Error(`a second handler for "${channel}"`);
    this.answers.set(channel, answer);
  }
  async invoke(channel: string, event: unknown, args: unknown[]): Promise<{ value?: unknown; error?: string }> {
    const answer = this.answers.get(channel);
    if (!answer) return { error: `Error: No handler registered for '${channel}'` };
    try {
      return { value: await answer(event, ...args) };
    } catch (error) {
      return { error: String(error) };
    }
  }
}
export const ipcMain = new FakeIpcMain();
