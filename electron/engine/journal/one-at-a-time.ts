// Work on orders, one thing at a time for each: a second caller gets the first one's answer. It must never begin anything by itself.

export interface OneAtATime<Outcome> {
  alone(orderId: string, work: () => Promise<Outcome>): Promise<Outcome>
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
}

export function oneAtATime<Outcome>(): OneAtATime<Outcome> {
  const underWay = new Map<string, Promise<Outcome>>()
  return {
    alone(orderId, work) {
      const running = underWay.get(orderId)
      if (running) return running
      const mine = work().finally(() => underWay.delete(orderId))
      underWay.set(orderId, mine)
      return mine
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay.values())
    },
  }
}
