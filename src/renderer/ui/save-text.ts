// Saves a text where the operator says, and tells what became of it. A change of mind on the way is no error.
import { call } from '../bridge/client.ts'
import { toast } from './toast.tsx'

/** `what`: "The receipt". */
export async function saveText(fileName: string, text: string, what: string): Promise<void> {
  const saved = await call('text.save', { fileName, text })
  if (!saved.ok) toast({ title: `${what} was not saved`, description: saved.error.message, tone: 'red' })
  else if (saved.value.saved) toast({ title: `${what} is saved`, description: fileName })
}
