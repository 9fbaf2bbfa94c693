/**
 * What a plugin sees of Pynchy. Leaf: it imports types only.
 *
 * Wire rule: every value below except Ctx, AbortSignal and AsyncIterable is plain cloneable data, so that the same plugin
 * runs in the host or in a process of its own. Calls, async iterables, abort signals and disposables are what the proxy
 * turns into messages; nothing else may cross.
 */

export type { PricedModel } from '../../main/contract/model/price.ts';
export type { Effect, Isolation, LinkState, Tier } from '../../main/contract/model/states.ts';
export type { Block, JsonObject, ModelRequest, ToolSpec, TranscriptEntry, Usage } from '../../main/contract/model/transcript.ts';
export type {
  Channel,
  ChannelChange,
  ChannelChat,
  ChannelCommand,
  ChannelEvent,
  ChannelFile,
  ChannelLink,
  ChannelMember,
  ChannelMessage,
  ChannelOut,
} from './channel.ts';
export type { Ctx, FetchInit, FetchResult, PluginStorage } from './ctx.ts';
export type { Hook } from './hook.ts';
export { type ContributionKind, type Manifest, type ManifestPermission, manifestSchema, type PermissionKind } from './manifest.ts';
export { answerFault, connectionFault, ModelFault, modelErrorOf, modelFault, retryAfterMsOf, withoutKey } from './model-faults.ts';
export { fetchModel, type ModelFetchOptions } from './model-fetch.ts';
export { missingPicture, type Pictures, readPictures } from './model-pictures.ts';
export {
  type AccountRef,
  type ModelError,
  type ModelErrorCode,
  type ModelEvent,
  type ModelInfo,
  type ModelProvider,
  type ModelStop,
  modelErrorCodes,
} from './model-provider.ts';
export { type Contribution, definePlugin, type Plugin } from './plugin.ts';
export type { SandboxImage, SandboxListing, SandboxPreparation, SandboxProvider, SandboxSpec } from './sandbox.ts';
export type { Tool, ToolCall, ToolEvent, ToolResult } from './tool.ts';
export { type BlobRef, type Disposable, fail, ok, type Result, type SecretRef } from './values.ts';
