// Copies text through the shell (the page itself has no clipboard permission) and says so.
import { call } from '../bridge/client.ts'
import { toast } from './toast.tsx'

/** `what` names the thing in the confirmation: "Payment id". */
export async function copyText(text: string, what: string): Promise<void> {
  const result = await call('text.copy', { text })
  if (result.ok) toast({ title: `${what} copied` })
  else toast({ title: `${what} not copied`, description: result.error.message, tone: 'red' })
}
