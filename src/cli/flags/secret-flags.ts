/** Flags whose value is never printed. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set(['txt-encrypt-aes-key', 'aws-assume-role-external-id'])
/** Flags whose value is a URL, which may contain credentials. */
export const ADDRESS_FLAGS: ReadonlySet<string> = new Set(['server', 'pushgateway', 'connector-source-server'])
