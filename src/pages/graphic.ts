import type { AssetCategory } from '../domain/branding.ts'
import { type Html, html } from './html.ts'
import { type Icon, icon } from './icons.ts'
import type { Look } from './look.ts'
import { brandPicture } from './picture.ts'

/** The picture of a step: the branding's, or the server's own. */
export type Graphic = { readonly icon: Icon; readonly category?: AssetCategory }

/** Pictures of steps that have one in brandings. */
export const graphics = {
  email: { icon: 'mail', category: 'EMAIL_GRAPHIC' },
  sms: { icon: 'message', category: 'SMS_GRAPHIC' },
  app: { icon: 'app', category: 'AUTH_APP_GRAPHIC' },
  password: { icon: 'lock', category: 'PASSWORD_GRAPHIC' },
  passkey: { icon: 'passkey', category: 'PASSKEY_GRAPHIC' },
} as const satisfies Record<string, Graphic>

/** A step's picture, unless the branding wants none. */
export const graphicHtml = (look: Look, { icon: name, category }: Graphic): Html | false =>
  look.arrangement.hasGraphics &&
  ((category !== undefined && brandPicture(look, category, { className: 'graphic' })) ||
    html`<div class="graphic emblem">${icon(name)}</div>`)
