// Keeps the number of open connections bounded by letting the oldest stranger go; a sender that signed well must never be crowded out by strangers.
import type { Socket } from 'node:net'

export interface Connections {
  /** Takes a new connection in; when there are too many, the oldest stranger is closed for it. */
  add(socket: Socket): void
  /** It brought a good signature: it stays while strangers go. */
  trust(socket: Socket): void
  /** Closes the oldest stranger; false when there is none. */
  crowdOut(): boolean
  /** Counts a refusal on it; true when it had enough of them and was closed. */
  strike(socket: Socket): boolean
  /** Marks why it is being closed, so that the same mishap is counted once; false when it was marked before. */
  mark(socket: Socket): boolean
}

export interface ConnectionOptions {
  /** How many may be open. */
  most: number
  /** After so many refusals the connection is closed: it is not Stripe's. */
  mostRefusals: number
  onCrowdedOut: () => void
}

export function createConnections({ most, mostRefusals, onCrowdedOut }: ConnectionOptions): Connections {
  // Sets keep the order of arrival.
  const strangers = new Set<Socket>()
  const trusted = new Set<Socket>()
  const strikes = new WeakMap<Socket, number>()
  const marked = new WeakSet<Socket>()

  function drop(socket: Socket): void {
    strangers.delete(socket)
    marked.add(socket)
    socket.destroy()
    onCrowdedOut()
  }

  function crowdOut(): boolean {
    const [oldest] = strangers
    if (oldest) drop(oldest)
    return oldest !== undefined
  }

  return {
    add(socket) {
      if (strangers.size + trusted.size >= most && !crowdOut()) return drop(socket)
      strangers.add(socket)
      socket.once('close', () => {
        strangers.delete(socket)
        trusted.delete(socket)
      })
    },
    trust(socket) {
      if (strangers.delete(socket)) trusted.add(socket)
    },
    crowdOut,
    strike(socket) {
      const count = (strikes.get(socket) ?? 0) + 1
      strikes.set(socket, count)
      if (count < mostRefusals) return false
      marked.add(socket)
      socket.destroySoon()
      return true
    },
    mark(socket) {
      if (marked.has(socket)) return false
      marked.add(socket)
      return true
    },
  }
}
