Feature: An order from its first item to submission
  Commands and events are data: the steps are the same for every app on the platform.

  Scenario: TE-3 an order is created, filled and submitted
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana"}
    Then it is executed
    When addOrderItem is sent with {"orderId": "o-1", "item": {"productId": "tea", "quantity": 3, "unitPriceCents": 450}}
    Then it is executed
    And the new events are
      | OrderItemAdded | {"orderId": "o-1", "item": {"productId": "tea", "quantity": 3, "unitPriceCents": 450}} |
    When submitOrder is sent with {"orderId": "o-1"}
    Then it is executed
    And orderSummaries of "o-1" shows {"customerId": "ana", "status": "submitted", "totalCents": 1350}

  Scenario: AG-2 a rejected command changes nothing
    Given the events
      | OrderCreated | {"orderId": "o-1", "customerId": "ana"} |
    When submitOrder is sent with {"orderId": "o-1"}
    Then it is rejected with ORDER_EMPTY
    And there are no new events
    And orderSummaries of "o-1" shows {"status": "draft"}

  Scenario: AG-10 a command on an order that does not exist is rejected before it decides
    When cancelOrder is sent with {"orderId": "nowhere", "reason": "none"}
    Then it is rejected with NOT_FOUND
    And there is no orderSummaries of "nowhere"

  Scenario: AG-10 an order is created once
    Given the events
      | OrderCreated | {"orderId": "o-1", "customerId": "ana"} |
    When createOrder is sent with {"orderId": "o-1", "customerId": "bob"}
    Then it is rejected with ALREADY_EXISTS
    And orderSummaries of "o-1" shows {"customerId": "ana"}

  Scenario: OR-6 a caller who decided on an old version is told so
    Given the events
      | OrderCreated   | {"orderId": "o-1", "customerId": "ana"}                                                    |
      | OrderItemAdded | {"orderId": "o-1", "item": {"productId": "tea", "quantity": 1, "unitPriceCents": 100}} |
    When submitOrder is sent with {"orderId": "o-1", "meta": {"expectedVersion": 1}}
    Then it is rejected with STALE_VERSION
    And its details are {"expected": 1, "actual": 2}

  Scenario: AG-2 quantities that are no number are rejected by the domain
    Given the events
      | OrderCreated | {"orderId": "o-1", "customerId": "ana"} |
    When addOrderItem is sent with
      """
      {"orderId": "o-1", "item": {"productId": "tea", "quantity": {"$float": "AAAAAAAA+H8="}, "unitPriceCents": 100}}
      """
    Then it is rejected with INVALID_QUANTITY
    And there are no new events
