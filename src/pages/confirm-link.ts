import { form, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { text } from './text.ts'

/** The page behind the link of a message. */
export type ConfirmLinkModel = { readonly action: string }

/** Asks whoever follows the link of a message for a click that confirms their account. */
export const confirmLinkPage = (frame: Frame, { action }: ConfirmLinkModel): Html =>
  layout(
    frame,
    { title: text(frame.language, 'confirmTitle'), graphic: graphics.email },
    form(frame, action, submit(text(frame.language, 'confirmButton'))),
  )
