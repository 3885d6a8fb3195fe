// SPDX-License-Identifier: GPL-2.0
/*
 * Actors: processes of several users that take turns with the controller.
 *
 * The controller gives an actor the turn, which does its work and gives it
 * back. All that they work on is in memory that they share. All actors are
 * children of the controller, those that another one forked too, so that it
 * sees each of them end: what a process holds is gone once it was waited for.
 * They live on from round to round, for to make one takes long.
 */
#include "actor.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cover.h"

/* Seconds until an actor counts as hung, on the slowest kernel. */
#define PATIENCE 120

enum { CONTROLLER, ACTOR };
/* What an actor is told: an operation, or its part in one of others. */
enum order { ORDER_WORK, ORDER_DO, ORDER_SEND, ORDER_RECEIVE, ORDER_CLEAR,
	     ORDER_END };

struct channel {
	int turn;
	enum order order;
	struct op op;
	pid_t forked;
	struct outcome outcome;
};

/* Shared by all processes. */
static struct {
	struct channel channels[ACTORS];
	/* The number that ids count from. */
	uint64_t base;
} *shared;

static void (*work)(unsigned int actor);
static pid_t actors[ACTORS];
static unsigned int users[ACTORS];
static unsigned int me;
static int device_fd, pass_fds[2];

static void give_turn(struct channel *channel, int to)
{
	__atomic_store_n(&channel->turn, to, __ATOMIC_RELEASE);
	syscall(SYS_futex, &channel->turn, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static bool wait_turn(struct channel *channel, int mine, unsigned int seconds)
{
	const struct timespec time = { .tv_sec = seconds };
	int turn;

	while ((turn = __atomic_load_n(&channel->turn, __ATOMIC_ACQUIRE)) !=
	       mine) {
		if (syscall(SYS_futex, &channel->turn, FUTEX_WAIT, turn,
			    &time, NULL, 0) &&
		    errno == ETIMEDOUT)
			return false;
	}
	return true;
}

int actor_device(void)
{
	return device_fd;
}

/* Give a descriptor away, to whoever receives it next. */
int actor_send(int fd)
{
	char space[CMSG_SPACE(sizeof(int))] = "", byte = 0;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	return sendmsg(pass_fds[0], &message, 0) == 1 ? 0 : -1;
}

int actor_receive(void)
{
	char space[CMSG_SPACE(sizeof(int))], byte;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	int fd;

	if (recvmsg(pass_fds[1], &message, MSG_CMSG_CLOEXEC) != 1 ||
	    !CMSG_FIRSTHDR(&message))
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void send_slot(struct channel *channel)
{
	if (actor_send(FIRST_FD + (int)channel->op.arg[SLOT]))
		channel->outcome.error = errno;
}

static void receive_slot(struct channel *channel)
{
	int to = FIRST_FD + (int)channel->op.arg[TO_SLOT];
	int fd = actor_receive();

	if (fd < 0) {
		channel->outcome.error = errno ? errno : ENOMSG;
		return;
	}
	dup3(fd, to, O_CLOEXEC);
	close(fd);
}

/* Give up all that operations have made. */
static void clear(void)
{
	syscall(SYS_close_range, FIRST_FD, FIRST_FD + SLOTS - 1, 0);
	munmap((void *)ARENA, ARENA_PAGES * PAGE);
}

static void act(void)
{
	struct channel *channel = &shared->channels[me];

	for (;;) {
		while (!wait_turn(channel, ACTOR, 10)) {
			/* The controller is gone. */
			if (getppid() == 1)
				_exit(1);
		}
		memset(&channel->outcome, 0, sizeof(channel->outcome));
		switch (channel->order) {
		case ORDER_WORK:
			work(me);
			break;
		case ORDER_DO:
			actor_call(me, &channel->op, &channel->outcome);
			break;
		case ORDER_SEND:
			send_slot(channel);
			break;
		case ORDER_RECEIVE:
			receive_slot(channel);
			break;
		case ORDER_CLEAR:
			clear();
			break;
		case ORDER_END:
			_exit(0);
		}
		give_turn(channel, CONTROLLER);
	}
}

void actor_call(unsigned int actor, const struct op *op,
		struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	cover_begin(actor);
	call(op, shared->base, outcome);
	cover_end(actor);
}

static void become(unsigned int user)
{
	static const gid_t groups[] = { ALICE };
	uid_t uid = user == USER_ALICE ? ALICE : BOB;

	if (user == USER_ROOT)
		return;
	if (setgroups(user == USER_BOB, groups) || setresgid(uid, uid, uid) ||
	    setresuid(uid, uid, uid))
		_exit(1);
}

/* A process whose parent is the controller, whoever calls this. */
static pid_t clone_actor(void)
{
	return syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, 0);
}

/* The caller goes on as actor @to as well, with all that it has. */
void actor_fork(struct outcome *outcome, unsigned int to)
{
	pid_t pid;

	pid = clone_actor();
	if (!pid) {
		me = to;
		cover_start(me);
		act();
	}
	if (pid < 0)
		outcome->error = errno;
	shared->channels[me].forked = pid;
}

static void start(unsigned int actor, unsigned int user)
{
	pid_t pid;

	shared->channels[actor].turn = CONTROLLER;
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		me = actor;
		cover_start(me);
		become(user);
		call_init();
		act();
	}
	actors[actor] = pid;
	users[actor] = user;
}

/* Kill it if it does not end; true if it ended as it was told. */
static bool end(unsigned int actor)
{
	int status;

	if (!actors[actor])
		return false;
	shared->channels[actor].order = ORDER_END;
	give_turn(&shared->channels[actor], ACTOR);
	if (waitpid(actors[actor], &status, 0) != actors[actor])
		err(1, "waitpid");
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static bool order(unsigned int actor, enum order what)
{
	struct channel *channel = &shared->channels[actor];
	unsigned int waited;

	channel->order = what;
	give_turn(channel, ACTOR);
	for (waited = 0; !wait_turn(channel, CONTROLLER, 1); waited++) {
		int status;

		if (waitpid(actors[actor], &status, WNOHANG)) {
			fprintf(stderr, "fuzz: actor %u ended, status %#x\n",
				actor, status);
			actors[actor] = 0;
			return false;
		}
		if (waited == PATIENCE) {
			fprintf(stderr, "fuzz: actor %u hangs\n", actor);
			return false;
		}
	}
	return true;
}

static bool order_op(unsigned int actor, enum order what, const struct op *op,
		     struct outcome *outcome)
{
	shared->channels[actor].op = *op;
	if (!order(actor, what))
		return false;
	*outcome = shared->channels[actor].outcome;
	return true;
}

bool actors_work(unsigned int actor)
{
	return order(actor, ORDER_WORK);
}

bool is_of_several(enum kind kind)
{
	return kind == OP_RENEW || kind == OP_FORK || kind == OP_PASS;
}

bool actors_do(const struct op *op, struct outcome *outcome)
{
	unsigned int to;

	memset(outcome, 0, sizeof(*outcome));
	switch (op->kind) {
	case OP_RENEW:
		if (!end(op->actor))
			return false;
		start(op->actor, op->arg[RENEW_USER] % USERS);
		return true;
	case OP_FORK:
		to = op->arg[FORK_TO] % ACTORS;
		if (to == op->actor)
			return true;
		if (!end(to))
			return false;
		shared->channels[to].turn = CONTROLLER;
		if (!order_op(op->actor, ORDER_DO, op, outcome))
			return false;
		actors[to] = shared->channels[op->actor].forked;
		users[to] = users[op->actor];
		return actors[to] > 0;
	default:
		if (!order_op(op->actor, ORDER_SEND, op, outcome))
			return false;
		return outcome->error ||
		       order_op(op->arg[TO_ACTOR] % ACTORS, ORDER_RECEIVE, op,
				outcome);
	}
}

/* Ids count from the section that this makes. */
static void find_base(void)
{
	struct ntsection_create create = {
		.size = sizeof(create),
		.size_low = 1,
		.protection = NTSECTION_PAGE_READWRITE,
	};
	struct ntsection_handle handle = { .size = sizeof(handle) };
	int fd = ioctl(device_fd, NTSECTION_IOC_CREATE, &create);

	if (fd < 0 || ioctl(fd, NTSECTION_IOC_HANDLE, &handle))
		err(1, "/dev/ntsection");
	shared->base = handle.id;
	close(fd);
}

void actors_init(void (*do_work)(unsigned int actor))
{
	work = do_work;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	device_fd = open("/dev/ntsection", O_RDWR | O_CLOEXEC);
	if (shared == MAP_FAILED || device_fd < 0)
		err(1, "/dev/ntsection");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pass_fds))
		err(1, "socketpair");
}

unsigned int first_user(unsigned int actor)
{
	static const unsigned int first[ACTORS] = {
		USER_ROOT, USER_ALICE, USER_ALICE, USER_BOB,
	};

	return first[actor];
}

uint64_t actors_begin(void)
{
	unsigned int i;

	find_base();
	for (i = 0; i < ACTORS; i++) {
		if (!actors[i])
			start(i, first_user(i));
	}
	return shared->base;
}

/* After a failure an actor may be stuck: no waiting for it to obey. */
bool actors_end(bool failed)
{
	bool well = true;
	unsigned int i;

	for (i = 0; i < ACTORS; i++) {
		if (!failed && users[i] == first_user(i)) {
			well &= order(i, ORDER_CLEAR);
			continue;
		}
		if (actors[i] && shared->channels[i].turn != CONTROLLER)
			kill(actors[i], SIGKILL);
		well &= end(i);
		actors[i] = 0;
	}
	return well;
}

/* What they hold of the device would be found by whoever counts references. */
void actors_quit(void)
{
	unsigned int i;

	for (i = 0; i < ACTORS; i++)
		end(i);
}
