import type Anthropic from '@anthropic-ai/sdk';
import type { ModelError, ModelFault } from '#plugin-api';
import { createClient, type HeaderShape, originOf } from './client.ts';

export interface Call {
  readonly baseUrl: string;
  readonly key: string;
  readonly expects: 'stream' | 'json';
  readonly idleMs: number;
  /** The newest fault of the connection; what the SDK throws instead says less. */
  fault: ModelFault | undefined;
}
export type Attempt = <T>(call: Call, work: (client: Anthropic) => Promise<T>) => Promise<T>;

/**
 * Runs calls with the headers that each server wants. A server that refuses the first shape is asked once more with the
 * other one, and remembered (README: two header shapes).
 */
export const createAttempt = (log: (text: string) => void): Attempt => {
  const shapes = new Map<string, HeaderShape>();
  return async (call, work) => {
    const run = async (shape: HeaderShape) => {
      call.fault = undefined;
      const onFault = (fault: ModelFault): void => {
        call.fault = fault;
      };
      const { baseUrl, key, expects, idleMs } = call;
      return work(await createClient({ baseUrl, key, expects, idleMs, shape, onFault }));
    };
    const first = shapes.get(call.baseUrl) ?? 'bearer';
    try {
      return await run(first);
    } catch (thrown) {
      if (!call.fault || !mayWantOtherHeaders(call.fault.error, call.baseUrl)) throw thrown;
    }
    const refusal: ModelFault = call.fault;
    const second = first === 'bearer' ? 'x-api-key' : 'bearer';
    log(`the server refused the ${first} headers; trying ${second}`);
    try {
      const value = await run(second);
      shapes.set(call.baseUrl, second);
      return value;
    } catch (thrown) {
      // Refused twice: the first answer is about the headers the server is known to want.
      const again: ModelFault | undefined = call.fault;
      if (again && mayWantOtherHeaders(again.error, call.baseUrl)) call.fault = refusal;
      throw thrown;
    }
  };
};

/** Only a server that is not the vendor's own can be of the older generation. */
const mayWantOtherHeaders = ({ status, text }: ModelError, baseUrl: string): boolean =>
  originOf(baseUrl) !== 'https://api.anthropic.com' && (status === 401 || (status === 400 && text.includes('anthropic-version')));
