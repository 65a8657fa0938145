import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A real graphql-ws server; who connects as `nobody` is turned away. */

/** Bundlers and test runners find another copy of it than graphql-ws does, and a schema is of one copy alone. */
const { buildSchema } = /** @type {typeof import('graphql')} */ (
  createRequire(import.meta.url)('graphql')
);

const schema = buildSchema(`
  type Query { greet(name: String!): String!, fails: String, long(length: Int!): String! }
  type Mutation { set(value: Int!): Int! }
  type Subscription { count(from: Int!, to: Int!): Int!, endless: String! }
`);

let value = 0;
const roots = {
  query: {
    greet: (/** @type {{ name: string }} */ { name }) => `hello ${name}`,
    fails: () => {
      throw new Error('on purpose');
    },
    long: (/** @type {{ length: number }} */ { length }) => 'l'.repeat(length),
  },
  mutation: {
    set: (/** @type {{ value: number }} */ given) => {
      value = given.value;
      return value;
    },
  },
  subscription: {
    async *count(/** @type {{ from: number, to: number }} */ { from, to }) {
      for (let n = from; n <= to; n++) yield { count: n };
    },
    async *endless() {
      yield { endless: 'it has begun' };
      await new Promise(() => {});
    },
  },
};

/** @type {import('../serve.mjs').StartClientServer} */
export const start = () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server, handleProtocols });
  const serving = useServer(
    { schema, roots, onConnect: ({ connectionParams }) => connectionParams?.user !== 'nobody' },
    sockets,
    0,
  );
  return {
    server,
    shut(code, reason) {
      for (const socket of sockets.clients) socket.close(code, reason);
    },
    close: () => void serving.dispose(),
  };
};
