// Names a preload script imports from electron. In the main process they are undefined, here as in Electron; page/preload-world.ts makes them.

export interface IpcRendererEvent {
  readonly sender: IpcRenderer
}

export interface IpcRenderer {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  on(channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void): this
  once(channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void): this
  off(channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void): this
  removeListener(channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void): this
  removeAllListeners(channel: string): this
}

export interface ContextBridge {
  exposeInMainWorld(name: string, api: unknown): void
}

export interface WebFrame {
  setZoomFactor(factor: number): void
  getZoomFactor(): number
}

export const contextBridge = undefined as unknown as ContextBridge
export const ipcRenderer = undefined as unknown as IpcRenderer
export const webFrame = undefined as unknown as WebFrame
