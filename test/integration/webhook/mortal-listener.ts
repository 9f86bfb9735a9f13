// The listener thread, which dies when it is told a certain secret; everything else is the real thing.
import { parentPort } from 'node:worker_threads'
import type { ToListener } from '../../../electron/engine/webhook/messages.ts'
import '../../../electron/engine/webhook/listener.ts'

export const deadlySecret = 'whsec_die'

parentPort?.on('message', (message: ToListener) => {
  if (message.kind === 'secrets' && message.secrets.some(({ secret }) => secret === deadlySecret))
    process.exit(7)
})
