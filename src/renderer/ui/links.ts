// Opens a link outside through the shell, which decides whether it may, and says so when it may not.
import { call } from '../bridge/client.ts'
import { toast } from './toast.tsx'

export async function openLink(url: string): Promise<void> {
  const result = await call('link.open', { url })
  if (!result.ok) toast({ title: 'The link was not opened', description: result.error.message, tone: 'red' })
}
